import type { Inventory, InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactBody, FactKind, PortState } from '@/lib/core/observed/fact'

/** What a line of the file says, in words. */
export interface UnderstoodLine {
  /** From 1. */
  readonly line: number
  readonly text: string
  readonly as: string
}

export interface NotUnderstoodLine {
  readonly line: number
  readonly text: string
  readonly reason: string
  readonly remedy: string
}

/** Ports that a scan counted without listing them, in ranges of first and last. */
export interface NotShownPorts {
  readonly address: string
  readonly transport: 'tcp' | 'udp'
  readonly state: PortState
  readonly reason: string | null
  readonly ranges: readonly (readonly [first: number, last: number])[]
}

/** What the file changes: what is known of the estate, or what is declared of it. */
export type ImportEffect =
  | {
      readonly type: 'facts'
      /** Kinds of facts of which the file is the whole word of its node. */
      readonly says: readonly FactKind[]
      readonly facts: readonly FactBody[]
      readonly notShown: readonly NotShownPorts[]
      /** When the file says it was observed, epoch milliseconds; null when it does not say. */
      readonly observedAtMs: number | null
    }
  | {
      readonly type: 'inventory'
      /** The inventory with what the file says taken over; null before the first one. Throws AppError. */
      change(current: Inventory | null): InventoryInput
    }

export interface ImportReading {
  readonly understood: readonly UnderstoodLine[]
  readonly notUnderstood: readonly NotUnderstoodLine[]
  /** Null when nothing may be taken over while something in the file is wrong. */
  readonly effect: ImportEffect | null
}

/**
 * The effect of a file that is the whole word on its subject: a line that it does not have says that there is nothing,
 * and order decides. While one of its lines was not understood it says neither, and null stands for it.
 */
export function wholeEffect(
  effect: ImportEffect,
  { notUnderstood }: Pick<ImportReading, 'notUnderstood'>,
): ImportEffect | null {
  return notUnderstood.length === 0 ? effect : null
}

const SHOWN_LENGTH = 200

/** A line as pages show it: a hostile one may be the whole file. */
export function shownText(line: string): string {
  const text = line.slice(0, SHOWN_LENGTH + 1).trim()
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text
}
