/** JSON imports are read through a parser, so they come in as unknown. */
declare module '*/manifest.json' {
  const value: unknown
  // biome-ignore lint/style/noDefaultExport: JSON modules have no other.
  export default value
}
