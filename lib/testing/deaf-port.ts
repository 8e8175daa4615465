/** A port that answers nobody, for tests of what looks at ports. */
export { listenDeaf } from '@/lab/ports/deaf-listener'
