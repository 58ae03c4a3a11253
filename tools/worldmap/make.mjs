// Draws the world's land in Equal Earth, or prints coordinates to test a projection against.
// The path is relative and in tenths of a unit, which halves its size; world-atlas has no borders
// in `land`, so the map takes no side in any dispute about them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const WIDTH = 960;
const HEIGHT = 468;
const SCALE = 177;
const TENTHS = 10;

const projection = geoEqualEarth()
  .scale(SCALE)
  .translate([WIDTH / 2, HEIGHT / 2])
  .precision(0.1);

/** Collects rings as whole tenths; stands in for a canvas in d3's path. */
class Rings {
  rings = [];
  moveTo(x, y) { this.rings.push([]); this.lineTo(x, y); }
  lineTo(x, y) { this.rings.at(-1).push([Math.round(x * TENTHS), Math.round(y * TENTHS)]); }
  closePath() {}
}

/** Drops points that fall on the one before, and rings too small to be seen. */
function distinct(rings) {
  return rings
    .map((ring) => ring.filter(([x, y], i) => i === 0 || x !== ring[i - 1][0] || y !== ring[i - 1][1]))
    .filter((ring) => ring.length > 2);
}

function relative(rings) {
  let pen = [0, 0];
  return distinct(rings).map((ring) => {
    const moves = ring.map(([x, y], i) => {
      const [fromX, fromY] = i === 0 ? pen : ring[i - 1];
      return `${x - fromX} ${y - fromY}`;
    });
    pen = ring[0];
    return `m${moves.join(" ").replaceAll(" -", "-")}z`;
  }).join("");
}

function path(object) {
  const rings = new Rings();
  geoPath(projection, rings)(object);
  return relative(rings.rings);
}

function outline() {
  const atlas = createRequire(import.meta.url).resolve("world-atlas/land-110m.json");
  const topology = JSON.parse(readFileSync(atlas, "utf8"));
  const land = path(feature(topology, topology.objects.land));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<!-- Land: Natural Earth 1:110m, public domain, from world-atlas 2.0.2 (ISC). Equal Earth projection, scale ${SCALE}. Made by tools/worldmap. -->
<path class="map-sea" fill="currentColor" fill-opacity=".05" transform="scale(.1)" d="${path({ type: "Sphere" })}"/>
<path class="map-land" fill="currentColor" fill-opacity=".2" transform="scale(.1)" d="${land}"/>
</svg>`;
}

function pairs() {
  const places = [[0, 0], [90, 0], [-90, 0], [0, 180], [0, -180], [60, 180], [-1.2833, 36.8167],
    [48.8534, 2.3488], [40.717, -74.0037], [-36.8667, 174.7667], [-54.8, -68.3], [64.1355, -21.8954],
    [35.6895, 139.6917], [21.3069, -157.8583], [-33.9258, 18.4232], [78.2232, 15.6267]];
  return places.map(([latitude, longitude]) => {
    const [x, y] = projection([longitude, latitude]);
    return `(${latitude}, ${longitude}, ${x.toFixed(4)}, ${y.toFixed(4)}),`;
  }).join("\n");
}

const wanted = { outline, pairs }[process.argv[2]];
if (!wanted) {
  console.error("make.mjs: say what to print: outline or pairs.");
  process.exit(2);
}
console.log(wanted());
