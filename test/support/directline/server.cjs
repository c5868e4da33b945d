'use strict';
// offline-directline with a page of botframework-webchat on it: `node server.cjs <port> <the bot's webhook>`. Prints "ready".
const { join } = require('node:path');
const express = require('express');
const { getRouter } = require('offline-directline/dist/bridge');

const [port, bot] = process.argv.slice(2);
const app = express();
app.use(getRouter(`http://127.0.0.1:${port}`, bot));
app.get('/webchat.js', (_request, response) =>
  response.sendFile(join(__dirname, 'node_modules/botframework-webchat/dist/webchat.js')),
);
app.get('/', (_request, response) =>
  response
    .type('html')
    .send(`<!doctype html><html lang="tr"><title>Web Chat</title><style>html,body,#chat{height:100%;margin:0}</style>
<div id="chat"></div><script src="/webchat.js"></script><script>
WebChat.renderWebChat({
  directLine: WebChat.createDirectLine({ domain: location.origin + '/directline', webSocket: false, pollingInterval: 200 }),
  userID: 'ayse', username: 'Ayşe', locale: 'tr-TR',
}, document.getElementById('chat'));
</script>`),
);
app.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
