import { app } from './surroundings'

/** The client's colour, for icons: an <image> cannot inherit it. The same as --c-brand in style/base.scss. */
export const brand = app === 'resident' ? '#c0392b' : '#2257b3'
export const ink = { strong: '#1d2129', normal: '#4e5969', soft: '#646b78', white: '#ffffff' }
