import type { portClasses } from '@/lib/core/inventory/port'
import type { PortState, Vantage } from '@/lib/core/observed/fact'

/** What a cell of the matrix says when declared and observed are held beside each other; the worst first. */
export const portVerdicts = [
  'undeclared-open',
  'declared-closed',
  'declared-loopback',
  'filtered',
  'unlisted-open',
  'stale',
  'not-observed',
  'planned',
  'loopback-open',
  'as-declared',
] as const
export type PortVerdict = (typeof portVerdicts)[number]

export interface DeclaredReach {
  readonly class: (typeof portClasses)[number]
  readonly lifecycle: 'active' | 'planned'
}

/**
 * A port that no row of the matrix has, and that the rest of the inventory names; `named-outside` where what names it
 * is somebody outside who comes by it.
 */
export type NamedReach = 'named' | 'named-outside'

export interface PortObservation {
  readonly state: PortState
  readonly isStale: boolean
  /** Open to the machine itself, and to nobody else. */
  readonly isLoopback: boolean
}

/**
 * Judges one port from one vantage. An internal port must not be open from outside, and must be everywhere else;
 * filtered is kept apart from closed. Null stands for not declared, undefined for not observed; what is named is no
 * surprise, except from outside to nobody's knowledge.
 */
export function portVerdict(
  declared: DeclaredReach | NamedReach | null,
  vantage: Vantage,
  observation: PortObservation | undefined,
): PortVerdict {
  const isPlanned = isRow(declared) && declared.lifecycle === 'planned'
  if (observation === undefined) return isPlanned ? 'planned' : 'not-observed'
  if (observation.isStale) return 'stale'
  if (observation.state === 'open-or-filtered') return isPlanned ? 'planned' : 'not-observed'
  const isOpen = observation.state === 'open'
  if (isOpen && observation.isLoopback) return loopbackOpen(declared)
  if (declared === null) return isOpen ? 'undeclared-open' : 'as-declared'
  if (!isRow(declared)) return isOpen ? namedOpen(declared, vantage) : 'as-declared'
  if (declared.lifecycle === 'planned') return isOpen ? 'undeclared-open' : 'planned'
  if (vantage === 'outside' && declared.class !== 'external')
    return isOpen ? 'undeclared-open' : 'as-declared'
  if (isOpen) return 'as-declared'
  return observation.state === 'closed' ? 'declared-closed' : 'filtered'
}

/** Nobody else reaches it: no surprise, and right for what the estate keeps to itself, not for what is for everybody. */
function loopbackOpen(declared: DeclaredReach | NamedReach | null): PortVerdict {
  if (!isRow(declared)) return 'loopback-open'
  if (declared.lifecycle === 'planned') return 'planned'
  return declared.class === 'external' ? 'declared-loopback' : 'loopback-open'
}

function namedOpen(reach: NamedReach, vantage: Vantage): PortVerdict {
  return vantage === 'outside' && reach === 'named' ? 'undeclared-open' : 'unlisted-open'
}

function isRow(declared: DeclaredReach | NamedReach | null): declared is DeclaredReach {
  return typeof declared === 'object' && declared !== null
}

/** Of several vantages the worst counts; one that nobody looked from says nothing beside one that somebody did. */
export function worstVerdict(verdicts: readonly PortVerdict[]): PortVerdict {
  const seen: readonly PortVerdict[] = verdicts.filter((verdict) => verdict !== 'not-observed')
  return portVerdicts.find((verdict) => seen.includes(verdict)) ?? 'not-observed'
}

type Said = Pick<PortObservation, 'state' | 'isLoopback'> & { readonly observedAtMs: number }

/** Of one vantage the newest word counts; of equally new ones the open port, and of these the one that others reach. */
export function saysMore(one: Said, other: Said): boolean {
  if (one.observedAtMs !== other.observedAtMs) return one.observedAtMs > other.observedAtMs
  if (one.state !== 'open' || other.state !== 'open') return one.state === 'open'
  return other.isLoopback || !one.isLoopback
}
