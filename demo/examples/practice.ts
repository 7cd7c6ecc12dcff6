/** Where the examples' models answer: a server beside the page that makes its answers up. An app names its provider's address here. */
export const baseURL = new URL('/practice/v1', location.href).href
