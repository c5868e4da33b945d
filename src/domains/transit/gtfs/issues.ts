/** What was wrong in a feed and how it was mended or left out; counted, with the first place of each. */
export type IssueCode =
  | 'byte_order_mark'
  | 'literal_null'
  | 'wrong_encoding'
  | 'missing_column'
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
  | 'unknown_parent'
  | 'cyclic_parent'
  | 'station_as_stop'
  | 'unserved_stop'
  | 'unread_transfer'
  | 'empty_trip';

export interface Issue {
  code: IssueCode;
  file: string;
  /** Line of the first one; 0 where it is of no one line. */
  line: number;
  count: number;
  /** The column, where it is about one. */
  column?: string;
}

export class Issues {
  private readonly byCode = new Map<string, Issue>();

  /** Counts one issue at a place in a file (a Table stands at its row). */
  add(at: { file: string; line: number }, code: IssueCode, column?: string): void {
    const key = `${at.file} ${code} ${column ?? ''}`;
    const known = this.byCode.get(key);
    if (known) known.count++;
    else this.byCode.set(key, { code, file: at.file, line: at.line, count: 1, ...(column === undefined ? {} : { column }) });
  }

  list(): Issue[] {
    return [...this.byCode.values()];
  }
}
