import { Boxes, KeyRound, LayoutDashboard, type LucideIcon, ScrollText, Workflow } from 'lucide-react'
import type { Role } from '@/lib/core/auth/role'

/** The console's places, in the order of the rail. */
export interface Place {
  readonly href: string
  readonly title: string
  readonly icon: LucideIcon
  /** The least role to which it is of use. */
  readonly role: Role
}

export const places: readonly Place[] = [
  { href: '/', title: 'Overview', icon: LayoutDashboard, role: 'auditor' },
  { href: '/topology', title: 'Topology', icon: Workflow, role: 'auditor' },
  { href: '/inventory', title: 'Inventory', icon: Boxes, role: 'auditor' },
  { href: '/audit', title: 'Audit', icon: ScrollText, role: 'auditor' },
  { href: '/access', title: 'Access', icon: KeyRound, role: 'auditor' },
]
