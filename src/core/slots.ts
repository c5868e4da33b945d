/** Places and times that belong to one record each. */
export interface SlotClaim {
  /** Such as "hali-saha|2026-03-25 18:00|1". */
  slots: string[];
  number: string;
  conversationId: string;
  now: number;
  /** Epoch milliseconds until which they are held unless the record is opened. */
  until: number;
}

export interface SlotBook {
  /**
   * Takes all slots or none; of racing claims exactly one wins. They are held until `until` unless the record of `number` is
   * opened. A claim by the conversation that has them all already gives its number: a turn that runs again does not lose to itself.
   *
   * @returns number: of the record that the slots belong to; null: `taken` by others
   */
  slotsClaim(claim: SlotClaim): Promise<{ number: string | null; taken: string[] }>;
  /** Slots that are taken at `now`, of those whose ids begin with `prefix`. */
  slotsTaken(prefix: string, now: number): Promise<string[]>;
}
