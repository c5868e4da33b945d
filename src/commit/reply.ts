import type { Handler } from './index';

/** One outbox row a reply, named by its turn and place in it: committed twice, it is still the same row. */
export const reply: Handler<'reply'> = (event, turn, id) => [
  {
    op: 'outbound',
    row: {
      id,
      conversationId: turn.conversationId,
      channel: turn.session.peer.channel,
      account: turn.session.peer.account,
      to: turn.session.peer.to,
      inReplyTo: event.inReplyTo,
      purpose: event.purpose,
      createdAt: turn.at,
      author: event.author,
      ...(event.authorName === undefined ? {} : { authorName: event.authorName }),
      lang: turn.session.lang,
      part: event.part,
      ...(turn.session.peer.phone === undefined ? {} : { phone: turn.session.peer.phone }),
      heardAt: turn.session.lastAt,
    },
  },
];
