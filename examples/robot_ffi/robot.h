/* A robot that follows a line on the floor. */
#ifndef ROBOT_H
#define ROBOT_H

/* The speeds of the left and the right wheel from three light sensors, left to right: 0 on the
 * floor, 1 on the line. Both are arrays of the caller's and do not overlap. It allocates nothing,
 * keeps nothing, and may be called from any thread. */
void robot_steer(const float sensors[3], float speeds[2]);

#endif
