/** The one function of the package "qrcode" that is used; it ships no types. */
declare module 'qrcode' {
  /** A QR code as SVG, or as characters for a terminal. */
  function draw(text: string, options: { type: 'svg' | 'terminal'; margin?: number; small?: boolean }): Promise<string>;
  export { draw as toString };
}
