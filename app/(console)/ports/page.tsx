import type { Metadata } from 'next'
import { PortsPage } from '@/components/ports/ports-page'

export const metadata: Metadata = { title: 'Ports' }

export default function Page() {
  return <PortsPage />
}
