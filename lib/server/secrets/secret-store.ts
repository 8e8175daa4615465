import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { AppError } from '@/lib/core/errors/app-error'
import { type Clock, systemClock } from '@/lib/core/time/clock'
import { dataFolder } from '@/lib/server/config/data-folder'
import { findSecretVariable } from '@/lib/server/config/secret-variable'

/** How long a read value is used; a rotated secret counts after it. */
const SHELF_LIFE_MS = 5_000

/** Resolves references to secrets and files. Values are never logged and never part of an error. */
export interface SecretStore {
  /** Throws `unavailable`, naming the reference, when there is nothing to read. */
  read(reference: string): Promise<string>
}

interface SecretStoreOptions {
  /** Folder of `file:` references; they cannot leave it. */
  readonly folder?: string
  readonly findVariable?: (name: string) => string | undefined
  readonly clock?: Clock
}

export function createSecretStore(options: SecretStoreOptions = {}): SecretStore {
  const { folder = dataFolder(), findVariable = findSecretVariable, clock = systemClock } = options
  const known = new Map<string, { readonly value: string; readonly readAtMs: number }>()

  async function readAfresh(reference: string): Promise<string> {
    if (reference.startsWith('env:')) return readVariable(reference, findVariable)
    if (reference.startsWith('file:')) return readSecretFile(reference, folder)
    throw new AppError('unavailable', 'a secret is named neither env:NAME nor file:PATH')
  }

  return {
    async read(reference) {
      const found = known.get(reference)
      if (found && clock.nowMs() - found.readAtMs < SHELF_LIFE_MS) return found.value
      const value = await readAfresh(reference)
      known.set(reference, { value, readAtMs: clock.nowMs() })
      return value
    },
  }
}

function readVariable(reference: string, findVariable: (name: string) => string | undefined): string {
  const value = findVariable(reference.slice('env:'.length))
  if (value === undefined) throw new AppError('unavailable', `the secret ${reference} is not set`)
  return value
}

async function readSecretFile(reference: string, folder: string): Promise<string> {
  const path = resolve(folder, reference.slice('file:'.length))
  if (relative(folder, path).startsWith('..')) {
    throw new AppError('unavailable', `${reference} lies outside the data folder`)
  }
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('unavailable', `${reference} cannot be read`, { cause })
  })
  return content.trimEnd()
}
