'use client'

import Link from 'next/link'
import { useMay, usePerson } from '@/lib/client/person'
import { buttonClass } from '../ui/button'
import { Page } from '../ui/page'
import { PeopleSection } from './people-section'
import { TokensSection } from './tokens-section'

/** Who may do what: the people, for those who manage them, and everybody's own tokens. */
export function AccessPage() {
  const person = usePerson()
  const mayManage = useMay('admin')
  return (
    <Page
      title="Access"
      summary={`You are ${person.name}, ${person.email}, ${person.role}.`}
      actions={
        <Link href="/change-password" className={buttonClass('ghost')}>
          Change your password
        </Link>
      }
    >
      {mayManage ? <PeopleSection /> : null}
      <TokensSection />
    </Page>
  )
}
