import type { Scene } from "@adjoint/viz";

/** Calls `moved` with the pointer's position on the axes of a scene that `target` shows, while it drags. */
export function dragOnScene(
  target: HTMLElement,
  scene: () => Scene | null,
  moved: (x: number, y: number) => void,
): void {
  const follow = (event: PointerEvent): void => {
    const shown = scene();
    const svg = target.querySelector("svg");
    if (shown === null || svg === null) return;
    const { x, y } = shown.scales;
    if (x === undefined || y === undefined) return;
    const box = svg.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * shown.width;
    const py = ((event.clientY - box.top) / box.height) * shown.height;
    moved(valueAt(x, px), valueAt(y, py));
  };
  onDrag(target, follow, follow);
}

/** Calls `turned` with how far the pointer went, in pixels, since it was last heard of. */
export function dragToTurn(target: HTMLElement, turned: (dx: number, dy: number) => void): void {
  let last = { x: 0, y: 0 };
  onDrag(
    target,
    ({ clientX, clientY }) => (last = { x: clientX, y: clientY }),
    ({ clientX, clientY }) => {
      turned(clientX - last.x, clientY - last.y);
      last = { x: clientX, y: clientY };
    },
  );
}

function onDrag(
  target: HTMLElement,
  begin: (event: PointerEvent) => void,
  move: (event: PointerEvent) => void,
): void {
  target.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    target.setPointerCapture(event.pointerId);
    begin(event);
  });
  target.addEventListener("pointermove", (event) => {
    if (target.hasPointerCapture(event.pointerId)) move(event);
  });
}

function valueAt({ domain, range }: NonNullable<Scene["scales"]["x"]>, pixel: number): number {
  const t = Math.min(1, Math.max(0, (pixel - range[0]) / (range[1] - range[0])));
  return domain[0] + t * (domain[1] - domain[0]);
}
