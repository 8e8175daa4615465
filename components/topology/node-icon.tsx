import {
  Activity,
  Archive,
  Bell,
  BellRing,
  BrickWall,
  Building2,
  Cloud,
  Cog,
  Container,
  Database,
  Gauge,
  Globe,
  HardDrive,
  Layers,
  LayoutDashboard,
  type LucideIcon,
  Mail,
  Network,
  ScrollText,
  Search,
  Server,
  Signpost,
  SquareTerminal,
  Users,
} from 'lucide-react'
import type { NodeKind } from '@/lib/core/inventory/node'

const icons: Readonly<Record<NodeKind, LucideIcon>> = {
  actor: Users,
  'external-service': Globe,
  edge: Cloud,
  firewall: BrickWall,
  'load-balancer': Network,
  'web-server': Server,
  application: Container,
  worker: Cog,
  database: Database,
  cache: Layers,
  'object-storage': Archive,
  search: Search,
  bastion: SquareTerminal,
  backup: HardDrive,
  metrics: Activity,
  alerting: BellRing,
  logs: ScrollText,
  dashboard: LayoutDashboard,
  exporter: Gauge,
  mail: Mail,
  notification: Bell,
  dns: Signpost,
  datacentre: Building2,
  cluster: Layers,
}

/** Decoration: the word for the kind stands beside it or in the label. */
export function NodeIcon({ kind, size = 15 }: { readonly kind: NodeKind; readonly size?: number }) {
  const Icon = icons[kind]
  return <Icon size={size} strokeWidth={1.7} aria-hidden />
}
