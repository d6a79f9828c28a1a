/** The look of figures on a page: `mount` brings it along, a page that shows still ones includes it itself. */
export const figureCss: string = `
.adjoint-figure { margin: 0; }
.adjoint-figure > svg { display: block; width: 100%; max-width: 40rem; height: auto; margin-inline: auto; touch-action: pan-y; }
.adjoint-figure figcaption { margin-top: 0.5rem; font-size: 0.9375rem; font-variant-numeric: tabular-nums; min-height: 1.5em; text-align: center; }
.adjoint-controls { display: grid; grid-template-columns: minmax(2rem, auto) 1fr 5.5rem; gap: 0.25rem 0.75rem; margin: 0.75rem auto 0; max-width: 34rem; }
.adjoint-control { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; margin: 0; }
.adjoint-control > span { font-size: 0.9375rem; text-align: right; }
.adjoint-variable { font-family: var(--adjoint-math-font, "STIX Two Text", "Times New Roman", serif); font-size: 1.0625rem; font-style: italic; }
.adjoint-control > input { margin: 0; min-width: 0; min-height: 1.75rem; font: inherit; font-size: 0.875rem; accent-color: var(--adjoint-accent, auto); }
.adjoint-control > input[type="number"] { font-variant-numeric: tabular-nums; color: inherit; background: transparent; border: 1px solid color-mix(in srgb, currentColor 35%, transparent); border-radius: 0.25rem; padding: 0 0.4rem; }
.adjoint-handle, [data-azimuth] { cursor: grab; touch-action: none; outline: none; }
.adjoint-dragging, .adjoint-dragging .adjoint-handle, .adjoint-dragging [data-azimuth] { cursor: grabbing; user-select: none; }
.adjoint-ring { stroke-width: 2; opacity: 0; }
.adjoint-handle:hover .adjoint-ring { opacity: 0.4; }
.adjoint-handle:focus-visible .adjoint-ring, .adjoint-dragging .adjoint-handle:focus .adjoint-ring { opacity: 1; }
[data-azimuth]:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
@media (max-width: 30rem) { .adjoint-wide text, .adjoint-wide .adjoint-handle > :not(:first-child) { transform: scale(1.35); transform-box: fill-box; transform-origin: center; } }
@media (pointer: coarse) { .adjoint-control > input { min-height: 2.75rem; } }
`;
