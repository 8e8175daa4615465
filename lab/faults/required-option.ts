import type { FaultContext } from '@/lab/faults/lab-fault'

export function requireNode({ node }: FaultContext): string {
  if (node === undefined) throw new Error('this fault needs a node')
  return node
}

/** `--name 5`: a whole number from 1 to `most`. Throws for anything else. */
export function numberOption(
  { options }: FaultContext,
  name: string,
  { fallback, most }: { readonly fallback: number; readonly most: number },
): number {
  const value = Number(options[name] ?? fallback)
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new Error(`--${name} must be a whole number from 1 to ${most}`)
  }
  return value
}
