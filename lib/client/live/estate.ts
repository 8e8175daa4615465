import type { VerdictStatus } from '@/lib/core/health/health-state'
import type { GroupPolicy } from '@/lib/core/inventory/group'
import type { LinkKind } from '@/lib/core/inventory/link'
import type { NodeKind } from '@/lib/core/inventory/node'
import type { InventoryView } from '@/lib/core/inventory/view'
import type { Cause, HealthView, NodeView } from '@/lib/core/topology/topology'

/** A node as declared; it changes with the inventory alone. */
export interface EstateNode {
  readonly slug: string
  readonly name: string
  readonly kind: NodeKind
  readonly role: string | null
  readonly zone: string | null
  readonly region: string | null
  readonly group: string | null
  readonly description: string | null
  /** The group whose roll-up is part of its health. */
  readonly rollsUp: string | null
  readonly lifecycle: 'active' | 'planned'
  readonly features: readonly string[]
  readonly address: string | null
}

/** A link as declared. */
export interface EstateLink {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly kind: LinkKind
  readonly port: number | null
  readonly protocol: string | null
  readonly encryption: string | null
  readonly weight: number | null
  readonly label: string | null
  /** Views that show it; null for each view that holds both ends. */
  readonly views: readonly string[] | null
}

export interface Place {
  readonly slug: string
  readonly name: string
}

/** Nodes that stand in for each other. */
export interface EstateGroup extends Place {
  readonly policy: GroupPolicy
  readonly members: readonly string[]
}

/** What the map is drawn from: the declared estate, without health. */
export interface Structure {
  readonly revision: number
  readonly estate: { readonly name: string; readonly environment: string }
  readonly nodes: readonly EstateNode[]
  readonly links: readonly EstateLink[]
  readonly zones: readonly Place[]
  readonly regions: readonly Place[]
  readonly groups: readonly EstateGroup[]
  readonly views: readonly InventoryView[]
}

/** What is known of a node now. */
export interface NodeState {
  readonly health: HealthView
  /** What probing says; differs from the health shown during maintenance. */
  readonly measured: VerdictStatus
  readonly impactedBy: readonly string[]
  readonly impacts: readonly string[]
  readonly isRootCause: boolean
  readonly keyFigure: NodeView['keyFigure']
}

/** What is known of a link now. */
export interface LinkState {
  readonly health: HealthView
  readonly figures: Readonly<Record<string, number>>
}

/** The observed half of the estate at one instant of the server's clock. */
export interface Observed {
  readonly generatedAtMs: number
  readonly nodes: ReadonlyMap<string, NodeState>
  readonly links: ReadonlyMap<string, LinkState>
  readonly causes: readonly Cause[]
}

/** What changed since; what is not named stays as it is. */
export interface Patch {
  readonly generatedAtMs: number
  readonly nodes: ReadonlyMap<string, NodeState>
  readonly links: ReadonlyMap<string, LinkState>
  /** All causes, when any changed. */
  readonly causes: readonly Cause[] | null
}
