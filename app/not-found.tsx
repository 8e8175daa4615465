import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { StateMessage } from '@/components/ui/state-message'
import styles from './outside.module.css'

export default function NotFound() {
  return (
    <main className={styles.page}>
      <StateMessage title="There is nothing at this address">
        <p>The page was moved, or the link is not complete.</p>
        <Link href="/" className={buttonClass('ghost')}>
          To the overview
        </Link>
      </StateMessage>
    </main>
  )
}
