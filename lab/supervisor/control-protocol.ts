import { openSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** One JSON a line. A request is answered by any number of progress lines and one end. */
export const controlRequestSchema = z.discriminatedUnion('command', [
  z.object({ command: z.literal('up') }),
  z.object({ command: z.literal('down') }),
  z.object({ command: z.literal('status') }),
  z.object({
    command: z.literal('fault'),
    name: z.string(),
    node: z.string().optional(),
    options: z.record(z.string(), z.string()),
  }),
  z.object({ command: z.literal('heal'), only: z.string().optional() }),
])

export const controlReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), line: z.string() }),
  z.object({ kind: z.literal('done'), result: z.unknown().optional() }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
])

export type ControlRequest = z.infer<typeof controlRequestSchema>
export type ControlReply = z.infer<typeof controlReplySchema>

const LONGEST_SOCKET_PATH = 100

const openFolders = new Map<string, number>()

/** A socket's path has room for about 100 bytes; a longer one is reached through its folder, kept open. */
export function controlSocketPath(labFolder: string): string {
  const path = join(labFolder, 'control.sock')
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path
  const folder = openFolders.get(labFolder) ?? openSync(labFolder, 'r')
  openFolders.set(labFolder, folder)
  return `/proc/${process.pid}/fd/${folder}/control.sock`
}
