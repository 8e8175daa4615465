import { readFileSync } from 'node:fs'
import { AppError } from '@/lib/core/errors/app-error'
import { type PortShift, readOverlay } from './overlay'

export interface InventoryFile {
  readonly file: string
  /** JSON with the ports that had to move where the estate runs. */
  readonly overlayFile?: string | undefined
}

/** The text of an inventory file and what goes with it. Throws `bad-input` for a file that cannot be read. */
export function readInventoryFile({ file, overlayFile }: InventoryFile): {
  readonly file: string
  readonly text: string
  readonly portShift: PortShift
} {
  const portShift = overlayFile === undefined ? {} : readOverlay(readText(overlayFile), overlayFile).portShift
  return { file, text: readText(file), portShift }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    throw new AppError('bad-input', `${file} cannot be read (${code}).`, { cause })
  }
}
