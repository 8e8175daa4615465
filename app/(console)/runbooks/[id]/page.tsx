import type { Metadata } from 'next'
import { RunbookPage } from '@/components/runbooks/runbook-page'

export const metadata: Metadata = { title: 'Runbook' }

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params
  return <RunbookPage id={id} />
}
