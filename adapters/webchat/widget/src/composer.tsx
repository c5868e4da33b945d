/** Where the citizen writes: text, photos and the own place are put together first and sent when the citizen says so. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TargetedClipboardEvent, TargetedKeyboardEvent } from 'preact';
import { useUi } from './context';
import { CloseIcon, PhotoIcon, PinIcon, SendIcon } from './icons';
import { shrunk } from './photo';
import type { TextKey } from './texts';

interface Staged {
  photos: { data: string; fileName: string }[];
  place: { lat: number; lon: number; accuracy: number } | null;
}
const NOTHING: Staged = { photos: [], place: null };
const PHOTOS_MAX = 5;
/** The counter appears when so little is left. */
const SHOW_LEFT_BELOW_CHARS = 200;
const GPS_WAIT_MS = 15_000;
const GPS_AGE_MAX_MS = 60_000;
const DENIED = 1;

export function Composer({ textMaxChars, field }: { textMaxChars: number; field: { current: HTMLTextAreaElement | null } }) {
  const { chat, t } = useUi();
  const [text, setText] = useState('');
  const [staged, setStaged] = useState(NOTHING);
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<TextKey | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const empty = text.trim() === '' && staged.photos.length === 0 && !staged.place;
  const left = textMaxChars - text.length;

  useLayoutEffect(() => {
    const area = field.current!;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  async function addPhotos(files: Iterable<File>): Promise<void> {
    setNotice(null);
    setBusy(true);
    for (const file of [...files].slice(0, PHOTOS_MAX)) {
      try {
        const data = await shrunk(file);
        setStaged((before) => ({
          ...before,
          photos: [...before.photos, { data, fileName: file.name || 'foto.jpg' }].slice(0, PHOTOS_MAX),
        }));
      } catch {
        setNotice('errors.image');
      }
    }
    setBusy(false);
    field.current?.focus();
  }

  function addPlace(): void {
    setNotice(null);
    if (!('geolocation' in navigator)) {
      setNotice('errors.location');
      return;
    }
    setBusy(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setBusy(false);
        setStaged((before) => ({ ...before, place: { lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy } }));
        field.current?.focus();
      },
      (error) => {
        setBusy(false);
        setNotice(error.code === DENIED ? 'errors.locationDenied' : 'errors.location');
      },
      { enableHighAccuracy: true, timeout: GPS_WAIT_MS, maximumAge: GPS_AGE_MAX_MS },
    );
  }

  function send(): void {
    if (empty || busy) return;
    const words = text.trim();
    for (const [index, photo] of staged.photos.entries())
      chat.sendPhoto(index === 0 && words ? { ...photo, caption: words } : photo);
    if (words && staged.photos.length === 0) chat.send({ text: words });
    if (staged.place) chat.send({ location: { lat: staged.place.lat, lon: staged.place.lon } });
    setText('');
    setStaged(NOTHING);
    setNotice(null);
    field.current?.focus();
  }

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: TargetedClipboardEvent<HTMLTextAreaElement>): void => {
    const images = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith('image/'));
    if (images.length === 0) return;
    event.preventDefault();
    void addPhotos(images);
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="notice" role="alert">
        {notice ? t(notice) : ''}
      </div>
      <StagedRow staged={staged} change={setStaged} />
      <div class="row">
        <input
          ref={picker}
          type="file"
          accept="image/*"
          multiple
          hidden
          onChange={(event) => {
            void addPhotos(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
        <button
          type="button"
          class="tool"
          aria-label={t('photo')}
          title={t('photo')}
          disabled={busy}
          onClick={() => picker.current?.click()}
        >
          <PhotoIcon />
        </button>
        <button type="button" class="tool" aria-label={t('location')} title={t('location')} disabled={busy} onClick={addPlace}>
          <PinIcon />
        </button>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          maxLength={textMaxChars}
          placeholder={t('placeholder')}
          aria-label={t('placeholder')}
          enterkeyhint="send"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button type="submit" class="send" aria-label={t('send')} title={t('send')} disabled={busy} aria-disabled={empty}>
          <SendIcon />
        </button>
      </div>
      {left < SHOW_LEFT_BELOW_CHARS ? (
        <div class="left" role="status">
          {t('charsLeft', { count: left })}
        </div>
      ) : null}
    </form>
  );
}

function StagedRow({ staged, change }: { staged: Staged; change: (next: Staged) => void }) {
  const { t } = useUi();
  if (staged.photos.length === 0 && !staged.place) return null;
  return (
    <ul class="staged">
      {staged.photos.map((photo, index) => (
        <li key={index}>
          <img src={photo.data} alt={photo.fileName} />
          <button
            type="button"
            aria-label={`${t('remove')}: ${photo.fileName}`}
            onClick={() => change({ ...staged, photos: staged.photos.filter((other) => other !== photo) })}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
      {staged.place ? (
        <li class="staged-place">
          <PinIcon />
          <span>
            {t('myLocation')} <small>({t('accuracy', { meters: Math.max(1, Math.round(staged.place.accuracy)) })})</small>
          </span>
          <button
            type="button"
            aria-label={`${t('remove')}: ${t('myLocation')}`}
            onClick={() => change({ ...staged, place: null })}
          >
            <CloseIcon />
          </button>
        </li>
      ) : null}
    </ul>
  );
}
