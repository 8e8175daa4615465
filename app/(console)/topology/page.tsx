import type { Metadata } from 'next'
import { Suspense } from 'react'
import { TopologyPage } from '@/components/topology/page/topology-page'

export const metadata: Metadata = { title: 'Topology' }

export default function Topology() {
  return (
    <Suspense>
      <TopologyPage />
    </Suspense>
  )
}
