import type { Metadata } from 'next'
import { CataloguePage } from '@/components/runbooks/catalogue-page'

export const metadata: Metadata = { title: 'Runbooks' }

export default function Page() {
  return <CataloguePage />
}
