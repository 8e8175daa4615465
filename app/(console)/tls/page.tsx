import type { Metadata } from 'next'
import { TlsPage } from '@/components/tls/tls-page'

export const metadata: Metadata = { title: 'TLS' }

export default function Page() {
  return <TlsPage />
}
