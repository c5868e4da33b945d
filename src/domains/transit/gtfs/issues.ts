/** What was wrong in a feed and how it was mended or left out; counted, with the first place of each. */
export type IssueCode =
  | 'bad_date'
  | 'bad_time'
  | 'bad_number'
  | 'no_coordinates'
  | 'duplicate_id'
  | 'duplicate_sequence'
  | 'decreasing_time'
  | 'interpolated_time'
  | 'no_time'
  | 'unknown_stop'
  | 'unknown_trip'
  | 'unknown_route'
  | 'unknown_service'
  | 'unserved_stop'
  | 'unread_transfer'
  | 'empty_trip'
  | 'no_calendar';

export interface Issue {
  code: IssueCode;
  file: string;
  /** Line of the first one. */
  line: number;
  count: number;
}

export class Issues {
  private readonly byCode = new Map<string, Issue>();

  /** Counts one issue at a place in a file (a Table stands at its row). */
  add(at: { file: string; line: number }, code: IssueCode): void {
    const known = this.byCode.get(`${at.file} ${code}`);
    if (known) known.count++;
    else this.byCode.set(`${at.file} ${code}`, { code, file: at.file, line: at.line, count: 1 });
  }

  list(): Issue[] {
    return [...this.byCode.values()];
  }
}
