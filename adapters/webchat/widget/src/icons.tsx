/** Line icons on a 24-unit grid, drawn for this widget. Decorative: the button around them carries the name. */
import type { JSX } from 'preact';

function icon(...paths: string[]): () => JSX.Element {
  return () => (
    <svg
      viewBox="0 0 24 24"
      width="22"
      height="22"
      fill="none"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {paths.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}

export const ChatIcon = icon(
  'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z',
  'M8.5 8.8h7M8.5 12h4.5',
);
export const CloseIcon = icon('M6 6l12 12M18 6L6 18');
export const SendIcon = icon('M4.5 12h6', 'M4.6 4.8l15.2 7.2-15.2 7.2 2-7.2z');
export const PhotoIcon = icon(
  'M4 8.5A1.5 1.5 0 0 1 5.5 7h2.2l1.5-2h5.6l1.5 2h2.2A1.5 1.5 0 0 1 20 8.5v8a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 16.5z',
  'M12 15.4a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
);
export const PinIcon = icon(
  'M12 20.5s6.5-5.6 6.5-10.7a6.5 6.5 0 0 0-13 0c0 5.1 6.5 10.7 6.5 10.7z',
  'M12 12.1a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
);
export const FileIcon = icon('M7 4h7l4 4v12H7z', 'M14 4v4h4');
export const CheckIcon = icon('M5 12.5l4.5 4.5L19 7.5');
export const ClockIcon = icon('M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z', 'M12 8v4.3l2.8 1.7');
export const AlertIcon = icon('M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z', 'M12 8v4.5M12 15.8v.1');
export const DownIcon = icon('M12 5v14M6 13l6 6 6-6');
