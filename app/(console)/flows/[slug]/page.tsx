import type { Metadata } from 'next'
import { FlowPage } from '@/components/flows/flow-page'

export const metadata: Metadata = { title: 'Flow' }

export default async function Page({ params }: { readonly params: Promise<{ readonly slug: string }> }) {
  const { slug } = await params
  return <FlowPage slug={slug} />
}
