/**
 * How large a feed may be. A city of 2 million stop times unpacks to 80 MB; the largest national feeds have about 20 million.
 * What is counted is what really comes out, not what a header promises: a small file can unpack to anything.
 */
export interface FeedLimits {
  /** The zip file itself. */
  fileMaxBytes: number;
  /** One table, unpacked. */
  tableMaxBytes: number;
  /** One row: a quote left open swallows the rest of the table. */
  rowMaxBytes: number;
  /** Rows of stop_times.txt, and of trips times their stops after frequencies.txt repeated them. */
  stopTimesMax: number;
}

const MIB = 1_048_576;
export const LIMITS: FeedLimits = {
  fileMaxBytes: 1024 * MIB,
  tableMaxBytes: 1024 * MIB,
  rowMaxBytes: MIB,
  stopTimesMax: 20_000_000,
};

/** "1.5 MiB" */
export const mebibytes = (bytes: number): string => `${(bytes / MIB).toFixed(bytes < 10 * MIB ? 1 : 0)} MiB`;
