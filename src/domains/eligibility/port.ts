/** Where sets of conditions are kept by their mark, so that a decision can be made again after the pack was edited. */
export interface RuleBook {
  keep(mark: string, text: string): Promise<void>;
  read(mark: string): Promise<string | null>;
}
