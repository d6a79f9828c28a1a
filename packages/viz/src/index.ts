export { plot } from "./plot.ts";
export type { PlotOptions } from "./plot.ts";
export type { AxisOptions, Tick } from "./axis.ts";
export { defineFigure, startOf } from "./figure/figure.ts";
export type { Figure, Param, Params, Values } from "./figure/figure.ts";
export { figureCss } from "./figure/figure-css.ts";
export { mount } from "./figure/mount.ts";
export type { Mounted, MountElement, MountOptions } from "./figure/mount.ts";
export { renderFigure } from "./figure/render-figure.ts";
export { renderSvg } from "./svg/render-svg.ts";
export type { RenderSvgOptions } from "./svg/render-svg.ts";
export type {
  AngleBind,
  AxisBind,
  Bind,
  CellsNode,
  CircleNode,
  GroupNode,
  HandleNode,
  LineNode,
  NodeBase,
  Paint,
  PathNode,
  PlaneBind,
  RectNode,
  Scene,
  SceneNode,
  TextNode,
  Turn,
} from "./scene.ts";
export type { Scale } from "./scale.ts";
export type { Channel, Frame, Mark } from "./mark.ts";
export type { Column, TensorLike } from "./data/column.ts";
export type { Points } from "./data/points.ts";
export type { Field, FieldOptions } from "./data/field.ts";

export { area } from "./marks/area.ts";
export type { AreaOptions } from "./marks/area.ts";
export { arrow } from "./marks/arrow.ts";
export type { ArrowOptions } from "./marks/arrow.ts";
export { bar } from "./marks/bar.ts";
export type { BarOptions } from "./marks/bar.ts";
export { contour } from "./marks/contour.ts";
export type { ContourOptions } from "./marks/contour.ts";
export { dot } from "./marks/dot.ts";
export type { DotOptions } from "./marks/dot.ts";
export { handle } from "./marks/handle.ts";
export type { HandleOptions } from "./marks/handle.ts";
export { heatmap } from "./marks/heatmap.ts";
export type { HeatmapOptions } from "./marks/heatmap.ts";
export { line } from "./marks/line.ts";
export type { LineOptions } from "./marks/line.ts";
export { rule } from "./marks/rule.ts";
export type { RuleOptions } from "./marks/rule.ts";
export { surface } from "./marks/surface.ts";
export type { SurfaceOptions } from "./marks/surface.ts";
export { text } from "./marks/text.ts";
export type { TextOptions } from "./marks/text.ts";
export { vectorField } from "./marks/vector-field.ts";
export type { VectorFieldOptions } from "./marks/vector-field.ts";

export { colors } from "./color/colors.ts";
export { ramp } from "./color/ramp.ts";
export type { Ramp } from "./color/ramp.ts";
export { diverging, viridis } from "./color/ramps.ts";
export { formatNumber } from "./format-number.ts";
