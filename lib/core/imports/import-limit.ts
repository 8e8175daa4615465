/** A scan of every port of a hundred hosts; whoever makes more makes several files. */
export const MOST_IMPORT_BYTES = 8 * 1_048_576
