/** Vite gives a style sheet's text under this ending. */
declare module '*.css?inline' {
  const text: string;
  export default text;
}
