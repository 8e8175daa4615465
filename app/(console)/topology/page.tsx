import type { Metadata } from 'next'
import { TopologyPage } from '@/components/topology/page/topology-page'

export const metadata: Metadata = { title: 'Topology' }

export default function Topology() {
  return <TopologyPage />
}
