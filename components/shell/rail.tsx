'use client'

import { Menu } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { usePerson } from '@/lib/client/person'
import { roleIncludes } from '@/lib/core/auth/role'
import { Dialog } from '../ui/dialog'
import { BrandMark } from './brand-mark'
import { isAtPlace, type Place, places } from './places'
import styles from './shell.module.css'
import { SignOutButton } from './sign-out-button'
import { ThemeToggle } from './theme-toggle'

/** Navigation: a column beside the page; on a phone a bar below it, with the rest behind one button. */
export function Rail() {
  const person = usePerson()
  const [isOpen, setOpen] = useState(false)
  const own = places.filter((place) => roleIncludes(person.role, place.role))
  return (
    <nav className={styles.rail} aria-label="Console">
      <Link href="/" className={styles.brand}>
        <BrandMark />
        Switchyard
      </Link>
      <div className={styles.links}>
        {own.map((place) => (
          <PlaceLink key={place.href} place={place} />
        ))}
        <button
          type="button"
          className={`${styles.link} ${styles.more}`}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <Menu size={16} strokeWidth={1.8} aria-hidden />
          More
        </button>
      </div>
      <Foot />
      <Dialog title="Go to" isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className={styles.menu}>
          {own.map((place) => (
            <PlaceLink key={place.href} place={place} onFollow={() => setOpen(false)} />
          ))}
        </div>
        <Foot />
      </Dialog>
    </nav>
  )
}

function PlaceLink({ place, onFollow }: { readonly place: Place; onFollow?(): void }) {
  const path = usePathname()
  const { href, title, icon: Icon, Badge } = place
  return (
    <Link
      href={href}
      className={styles.link}
      {...(onFollow ? { onClick: onFollow } : {})}
      {...(isAtPlace(path, place) ? { 'aria-current': 'page' as const } : {})}
    >
      <Icon size={16} strokeWidth={1.8} aria-hidden />
      {title}
      {Badge ? <Badge /> : null}
    </Link>
  )
}

function Foot() {
  const person = usePerson()
  return (
    <div className={styles.foot}>
      <ThemeToggle />
      <div className={styles.who}>
        <b>{person.name}</b>
        <span>{person.role}</span>
        <Link href="/change-password">Change password</Link>
      </div>
      <SignOutButton />
    </div>
  )
}
