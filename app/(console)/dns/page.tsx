import type { Metadata } from 'next'
import { DnsPage } from '@/components/dns/dns-page'

export const metadata: Metadata = { title: 'DNS' }

export default function Page() {
  return <DnsPage />
}
