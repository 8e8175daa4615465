'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { usePerson } from '@/lib/client/person'
import { roleIncludes } from '@/lib/core/auth/role'
import { BrandMark } from './brand-mark'
import { places } from './places'
import styles from './shell.module.css'
import { SignOutButton } from './sign-out-button'
import { ThemeToggle } from './theme-toggle'

/** Navigation: a column beside the page, and a bar below it on a phone. */
export function Rail() {
  const path = usePathname()
  const person = usePerson()
  return (
    <nav className={styles.rail} aria-label="Console">
      <Link href="/" className={styles.brand}>
        <BrandMark />
        Switchyard
      </Link>
      <div className={styles.links}>
        {places
          .filter((place) => roleIncludes(person.role, place.role))
          .map(({ href, title, icon: Icon }) => (
            <Link
              key={href}
              href={href}
              className={styles.link}
              {...(isAt(path, href) ? { 'aria-current': 'page' as const } : {})}
            >
              <Icon size={16} strokeWidth={1.8} aria-hidden />
              {title}
            </Link>
          ))}
      </div>
      <div className={styles.foot}>
        <ThemeToggle />
        <div className={styles.who}>
          <b>{person.name}</b>
          <span>{person.role}</span>
          <Link href="/change-password">Change password</Link>
        </div>
        <SignOutButton />
      </div>
    </nav>
  )
}

function isAt(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
}
