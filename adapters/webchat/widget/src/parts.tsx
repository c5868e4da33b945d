/** One part of a message, drawn with text nodes and checked links only. */
import { useEffect, useState } from 'preact/hooks';
import type { MediaRef, OutPart, Part } from '../../../../src/core/items';
import { useUi } from './context';
import { FileIcon, PinIcon } from './icons';
import { segments, webAddress } from './segments';

export function Words({ text }: { text: string }) {
  return (
    <p class="words" dir="auto">
      {segments(text).map(({ text: piece, href }, index) =>
        href === undefined ? (
          piece
        ) : (
          <a
            key={index}
            href={href}
            // Numbers and addresses read from left to right within Arabic too.
            dir="ltr"
            {...(href.startsWith('tel:') ? {} : { target: '_blank', rel: 'noopener noreferrer nofollow' })}
          >
            {piece}
          </a>
        ),
      )}
    </p>
  );
}

export function PartView({ part, own }: { part: Part | OutPart; own?: string | undefined }) {
  const { t } = useUi();
  switch (part.kind) {
    case 'text':
    case 'template':
    case 'choices':
      return <Words text={part.text} />;
    case 'choice':
      return <Words text={part.label ?? part.id} />;
    case 'media': {
      const caption = 'caption' in part ? part.caption : 'text' in part ? part.text : undefined;
      return (
        <>
          <Media media={part.media} own={own} />
          {caption ? <Words text={caption} /> : null}
        </>
      );
    }
    case 'location':
      return <Place lat={part.lat} lon={part.lon} label={part.label} text={'text' in part ? part.text : undefined} />;
    case 'contact':
      return <Words text={[part.name, ...part.phones].filter(Boolean).join('\n')} />;
    default:
      return <p class="words faint">{t('unsupported')}</p>;
  }
}

function Place({ lat, lon, label, text }: { lat: number; lon: number; label: string | undefined; text: string | undefined }) {
  const { t } = useUi();
  const href = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`;
  return (
    <>
      {text ? <Words text={text} /> : null}
      <a class="place" href={href} target="_blank" rel="noopener noreferrer">
        <span class="place-pin">
          <PinIcon />
        </span>
        <span>
          <strong dir="auto">{label ?? t('myLocation')}</strong>
          <small>
            <bdi>{`${lat.toFixed(5)}, ${lon.toFixed(5)}`}</bdi> · {t('openMap')}
          </small>
        </span>
      </a>
    </>
  );
}

function Media({ media, own }: { media: MediaRef; own: string | undefined }) {
  const { t } = useUi();
  const address = useAddress(media, own);
  if (address === 'failed') return <p class="words faint">{t('imageFailed')}</p>;
  if (media.kind === 'image' || media.kind === 'sticker') {
    if (address === null) return <span class="photo photo-waits" role="img" aria-label={t('image')} />;
    const alt = media.fileName ? `${t('image')}: ${media.fileName}` : t('image');
    return (
      <a class="photo" href={address} target="_blank" rel="noopener noreferrer">
        <img src={address} alt={alt} decoding="async" />
      </a>
    );
  }
  // biome-ignore lint/a11y/useMediaCaption: a citizen's recording has no written form
  if (media.kind === 'audio' && address !== null) return <audio controls src={address} aria-label={t('voice')} />;
  return (
    <a class="place" href={address ?? undefined} target="_blank" rel="noopener noreferrer" download={media.fileName}>
      <span class="place-pin">
        <FileIcon />
      </span>
      <strong dir="auto">{media.fileName ?? t('file')}</strong>
    </a>
  );
}

/** Files are behind the visitor's token, which an <img> cannot carry: they are fetched, and shown from memory. */
function useAddress(media: MediaRef, own: string | undefined): string | null | 'failed' {
  const { chat } = useUi();
  const direct = own ?? (media.url?.startsWith('data:image/') ? media.url : media.url ? webAddress(media.url) : null);
  const [address, setAddress] = useState<string | null | 'failed'>(direct);
  useEffect(() => {
    if (direct !== null || media.hash === undefined) return;
    let made = '';
    let gone = false;
    void chat.media(media.hash).then(
      (blob) => {
        if (!gone) setAddress((made = URL.createObjectURL(blob)));
      },
      () => setAddress('failed'),
    );
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [media.hash, direct, chat]);
  return direct ?? address;
}
