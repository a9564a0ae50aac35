#include "robot.h"
#include <stdio.h>

int main(void) {
    const float sensors[3] = {0.0f, 0.1f, 0.9f};
    float speeds[2];
    robot_steer(sensors, speeds);
    printf("the line is to the right: left wheel %.6f, right wheel %.6f\n", speeds[0], speeds[1]);
    return speeds[0] > speeds[1] ? 0 : 1;
}
