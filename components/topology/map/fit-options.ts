/** A map is never drawn larger than its cards are meant to be. */
export const fitOptions = { padding: 0.05, maxZoom: 1.1, minZoom: 0.2 }
