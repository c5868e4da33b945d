// whatsapp-web.js brings puppeteer; the browser itself is the operator's (KAPI docs: operating), never a download.
module.exports = { skipDownload: true };
