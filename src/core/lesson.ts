/** What people showed the understanding: an agent's correction, or a citizen's answer to "bunu mu demek istediniz?". */
export interface Lesson {
  /** turn id and event index: written twice, it is still one. */
  id: string;
  conversationId: string;
  at: number;
  /** As it was read: identity and account numbers are starred. */
  text: string;
  /** What the bot understood. */
  was: string;
  /** What was meant; null where only is known that it was none of those offered. */
  intent: string | null;
  by: 'agent' | 'citizen';
}
