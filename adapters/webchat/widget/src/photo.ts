/** Makes a photo small enough for a phone's connection before it is sent. */

const LONG_SIDE_MAX_PX = 1_600;
const JPEG_QUALITY = 0.85;
/** A photo that is small already is sent as it was taken. */
const KEEP_BELOW_BYTES = 400_000;

/**
 * @returns a data: address: a JPEG of at most 1,600 pixels a side, or the file itself where it is small
 * @throws when the browser cannot read it as an image
 */
export async function shrunk(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONG_SIDE_MAX_PX / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && file.size <= KEEP_BELOW_BYTES && /^image\/(jpeg|png|webp)$/.test(file.type)) {
    bitmap.close();
    return dataAddress(file);
  }
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const brush = canvas.getContext('2d')!;
  // JPEG has no transparency: what was clear becomes white, not black.
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
  if (!jpeg) throw new Error('the photo could not be written');
  return dataAddress(jpeg);
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** The bytes of a data: address, without fetch: a page's policy may not let it open one. */
export function bytesOf(data: string): Blob {
  const comma = data.indexOf(',');
  const mimeType = /^data:([^;,]+)/.exec(data)?.[1] ?? 'application/octet-stream';
  const text = atob(data.slice(comma + 1));
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return new Blob([bytes], { type: mimeType });
}
