import {
  BellRing,
  BookOpenCheck,
  Boxes,
  FileInput,
  Globe,
  KeyRound,
  LayoutDashboard,
  Lock,
  type LucideIcon,
  Network,
  Route,
  ScanSearch,
  ScrollText,
  Split,
  Workflow,
} from 'lucide-react'
import type { ComponentType } from 'react'
import type { Role } from '@/lib/core/auth/role'
import { OpenFindingsBadge } from '../findings/open-findings-badge'

/** The console's places, in the order of the rail. A phone's bar has room for the first four; the rest is one tap away. */
export interface Place {
  readonly href: string
  readonly title: string
  readonly icon: LucideIcon
  /** The least role to which it is of use. */
  readonly role: Role
  /** What is told beside its name. */
  readonly Badge?: ComponentType
  /** Where else one is at this place. */
  readonly also?: readonly string[]
}

export const places: readonly Place[] = [
  { href: '/', title: 'Overview', icon: LayoutDashboard, role: 'auditor' },
  { href: '/topology', title: 'Topology', icon: Workflow, role: 'auditor' },
  { href: '/runbooks', title: 'Runbooks', icon: BookOpenCheck, role: 'auditor', also: ['/runs'] },
  { href: '/flows', title: 'Flows', icon: Route, role: 'auditor' },
  { href: '/alerts', title: 'Alerts', icon: BellRing, role: 'auditor' },
  { href: '/traffic', title: 'Traffic', icon: Split, role: 'auditor' },
  { href: '/ports', title: 'Ports', icon: Network, role: 'auditor' },
  { href: '/dns', title: 'DNS', icon: Globe, role: 'auditor' },
  { href: '/tls', title: 'TLS', icon: Lock, role: 'auditor' },
  { href: '/findings', title: 'Findings', icon: ScanSearch, role: 'auditor', Badge: OpenFindingsBadge },
  { href: '/inventory', title: 'Inventory', icon: Boxes, role: 'auditor' },
  { href: '/imports', title: 'Imports', icon: FileInput, role: 'auditor' },
  { href: '/audit', title: 'Audit', icon: ScrollText, role: 'auditor' },
  { href: '/access', title: 'Access', icon: KeyRound, role: 'auditor' },
]

export function isAtPlace(path: string, { href, also = [] }: Place): boolean {
  if (href === '/') return path === '/'
  return [href, ...also].some((place) => path === place || path.startsWith(`${place}/`))
}
