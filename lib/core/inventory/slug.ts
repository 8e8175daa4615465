import { z } from 'zod'

/** Names a thing in URLs, files and the API: lower-case words joined by hyphens. */
export const slugSchema = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens')
