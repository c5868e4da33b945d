import type { MediaKind } from '../core/items';

interface FileType {
  mimeType: string;
  kind: MediaKind;
  /** First bytes, from `at` on. */
  magic: string;
  at?: number;
}

/**
 * Files the line keeps, told by their first bytes, whatever they are called: what a phone sends to a municipality.
 * Sources of the signatures: the formats' own specifications (PNG 5.2, JFIF, GIF89a, RIFF, ISO 14496-12, PDF 7.5.2, Ogg).
 */
const TYPES: FileType[] = [
  { mimeType: 'image/jpeg', kind: 'image', magic: 'ffd8ff' },
  { mimeType: 'image/png', kind: 'image', magic: '89504e470d0a1a0a' },
  { mimeType: 'image/gif', kind: 'image', magic: '47494638' },
  { mimeType: 'image/webp', kind: 'image', magic: '57454250', at: 8 },
  { mimeType: 'audio/ogg', kind: 'audio', magic: '4f676753' },
  { mimeType: 'audio/mpeg', kind: 'audio', magic: '494433' },
  { mimeType: 'audio/mpeg', kind: 'audio', magic: 'fffb' },
  { mimeType: 'audio/amr', kind: 'audio', magic: '2321414d52' },
  { mimeType: 'audio/mp4', kind: 'audio', magic: '667479704d3441', at: 4 },
  { mimeType: 'video/mp4', kind: 'video', magic: '66747970', at: 4 },
  { mimeType: 'video/webm', kind: 'video', magic: '1a45dfa3' },
  { mimeType: 'application/pdf', kind: 'document', magic: '25504446' },
];

/** The type that the bytes themselves show, or null when it is none that is kept. */
export function typeOf(bytes: Buffer): { mimeType: string; kind: MediaKind } | null {
  for (const { mimeType, kind, magic, at = 0 } of TYPES)
    if (bytes.toString('hex', at, at + magic.length / 2) === magic) return { mimeType, kind };
  return null;
}
